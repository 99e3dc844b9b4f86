package dev.drago.file;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;

/** A text file that is written line by line, and counted and digested on the way. */
public final class LinesFile implements Closeable {

  private static final int BUFFER = 1 << 16;

  private final ObjectMapper json = new ObjectMapper();
  private final MessageDigest digest = Sha256.digest();
  private final String name;
  private final FileChannel channel;
  private final OutputStream out;
  private long lines;
  private long bytes;

  private LinesFile(String name, FileChannel channel) {
    this.name = name;
    this.channel = channel;
    this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
  }

  /** Creates a file that is not there. */
  public static LinesFile create(Path file) throws IOException {
    return new LinesFile(
        String.valueOf(file.getFileName()),
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  /** A value as a line of JSON. */
  public void addJson(Object value) throws IOException {
    line(json.writeValueAsBytes(value));
  }

  /** A line as it is. */
  public void add(String text) throws IOException {
    line(text.getBytes(StandardCharsets.UTF_8));
  }

  private void line(byte[] line) throws IOException {
    out.write(line);
    out.write('\n');
    digest.update(line);
    digest.update((byte) '\n');
    lines++;
    bytes += line.length + 1;
  }

  /** Ends the file, which is on disk then. */
  public WrittenFile finish() throws IOException {
    out.flush();
    channel.force(true);
    channel.close();
    return new WrittenFile(name, lines, bytes, Sha256.hex(digest));
  }

  /** Lets go of it, finished or not. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}

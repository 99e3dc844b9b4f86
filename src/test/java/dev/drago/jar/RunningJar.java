package dev.drago.jar;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged jar as a process of its own, serving; and a client of it. */
final class RunningJar implements AutoCloseable {

  private static final Pattern SERVES = Pattern.compile("serves \\d+ items at (http://\\S+)");

  private final Process process;
  private final URI address;
  private final HttpClient client = HttpClient.newHttpClient();

  private RunningJar(Process process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Starts {@code drago COMMAND --port 0 …} and waits until it serves. */
  static RunningJar start(Path data, String command, String... more) throws IOException {
    List<String> line = new ArrayList<>(java(data));
    line.addAll(List.of(command, "--port", "0", "--data", data.toString()));
    line.addAll(List.of(more));
    Process process =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader();
    StringBuilder said = new StringBuilder();
    for (String text = out.readLine(); text != null; text = out.readLine()) {
      said.append(text).append('\n');
      Matcher serves = SERVES.matcher(text);
      if (serves.find()) {
        Thread.ofVirtual().start(() -> out.lines().forEach(ignored -> {}));
        return new RunningJar(process, URI.create(serves.group(1)));
      }
    }
    throw new IllegalStateException("the jar ended without serving; it said:\n" + said);
  }

  /** Runs a command to its end; its output, after a check that it succeeded. */
  static String run(Path data, String command, String... more)
      throws IOException, InterruptedException {
    return output(command(data, command, more));
  }

  private static String output(List<String> line) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("status " + process.exitValue() + ":\n" + output);
    }
    return output;
  }

  /** The same for a command of a command. */
  static String run(Path data, String command, List<String> more)
      throws IOException, InterruptedException {
    return output(command(data, command, more));
  }

  /** The command line of a command of a command. */
  static List<String> command(Path data, String command, List<String> more) {
    List<String> line = new ArrayList<>(java(data));
    line.add(command);
    line.addAll(more);
    line.addAll(List.of("--data", data.toString()));
    return line;
  }

  /** The command line of a command. */
  static List<String> command(Path data, String command, String... more) {
    List<String> line = new ArrayList<>(java(data));
    line.addAll(List.of(command, "--data", data.toString()));
    line.addAll(List.of(more));
    return line;
  }

  static List<String> java(Path data) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "--add-modules=jdk.incubator.vector",
        "-XX:+UseCompactObjectHeaders",
        "-Xmx224m",
        "-Ddrago.models=models",
        "-Djava.io.tmpdir=" + data.getParent(),
        "-jar",
        Path.of("target", "drago.jar").toString());
  }

  String get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address.resolve(path)).GET()).body();
  }

  HttpResponse<String> send(String method, String path, String json)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(address.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(json)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(
        request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The status of {@code GET path} with a header. */
  int statusOf(String path, String header, String value) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address.resolve(path)).header(header, value).GET())
        .statusCode();
  }

  int port() {
    return address.getPort();
  }

  Process process() {
    return process;
  }

  /** Sends SIGTERM and waits. */
  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(30, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IllegalStateException("the server did not stop within 30 s of SIGTERM", e);
    }
  }
}

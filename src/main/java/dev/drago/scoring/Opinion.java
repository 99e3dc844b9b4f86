package dev.drago.scoring;

import java.util.BitSet;

/**
 * What one scorer says of a catalogue, for one person.
 *
 * @param row by ordinal, higher is better, NaN for no opinion; read it only
 */
public record Opinion(String scorer, Scorer.Scale scale, float[] row) {

  /** Whether it says anything of what is {@code allowed}. */
  public boolean speaksOf(BitSet allowed) {
    for (int o = allowed.nextSetBit(0); o >= 0 && o < row.length; o = allowed.nextSetBit(o + 1)) {
      if (!Float.isNaN(row[o])) {
        return true;
      }
    }
    return false;
  }
}

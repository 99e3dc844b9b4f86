package dev.drago.evaluation.report;

import java.util.stream.DoubleStream;

/** From figures to places along an axis, with ends and ticks at round figures. */
record Scale(double low, double high, double step, double from, double to) {

  private static final int TICKS = 5;

  /**
   * An axis that holds all {@code values}.
   *
   * @param from place of its low end, in pixels
   * @param to place of its high end
   */
  static Scale of(DoubleStream values, double from, double to) {
    double[] held = values.toArray();
    double least = DoubleStream.of(held).min().orElse(0);
    double most = DoubleStream.of(held).max().orElse(1);
    double span = most > least ? most - least : Math.max(Math.abs(most), 1e-3);
    double step = round(span / TICKS);
    double low = Math.floor(least / step + 1e-9) * step;
    double high = Math.ceil(most / step - 1e-9) * step;
    return new Scale(low, high > low ? high : low + step, step, from, to);
  }

  /** 1, 2 or 5 times a power of ten, not below {@code step}. */
  private static double round(double step) {
    double power = Math.pow(10, Math.floor(Math.log10(step)));
    double digit = step / power;
    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
  }

  double at(double value) {
    return from + (value - low) / (high - low) * (to - from);
  }

  double[] ticks() {
    int n = (int) Math.round((high - low) / step);
    double[] ticks = new double[n + 1];
    for (int i = 0; i <= n; i++) {
      ticks[i] = low + i * step;
    }
    return ticks;
  }

  /** A tick in as many decimals as tell it from the next. */
  String label(double tick) {
    if (Math.abs(tick) < step / 2) {
      return "0";
    }
    int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
    String digits = Figures.decimals(decimals, tick).replace('-', '\u2212');
    return digits.replaceFirst("^(\u2212?)0\\.", "$1.");
  }
}

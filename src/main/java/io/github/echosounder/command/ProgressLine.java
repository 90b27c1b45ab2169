package io.github.echosounder.command;

/** A line on standard error that is written over, where somebody looks. */
public final class ProgressLine {

  private static final int WIDTH = 78;

  private final boolean isShown;
  private boolean isDirty;

  public ProgressLine(boolean isShown) {
    this.isShown = isShown;
  }

  public void show(String text) {
    if (isShown) {
      String line = text.length() > WIDTH ? text.substring(0, WIDTH) : text;
      System.err.print("\r" + line + " ".repeat(WIDTH - line.length()));
      System.err.flush();
      isDirty = true;
    }
  }

  public void clear() {
    if (isDirty) {
      System.err.print("\r" + " ".repeat(WIDTH) + "\r");
      System.err.flush();
      isDirty = false;
    }
  }
}

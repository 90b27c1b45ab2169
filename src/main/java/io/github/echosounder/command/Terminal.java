package io.github.echosounder.command;

import java.io.Console;
import java.lang.reflect.Method;
import java.util.Map;

/** Whether somebody looks, and at what. */
public final class Terminal {

  private Terminal() {}

  /** Whether standard input and output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // Up to JDK 21 null is how it tells.
  public static boolean isThere() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      // Since JDK 22 there is a console without a terminal as well, and a method that tells.
      Method isTerminal = Console.class.getMethod("isTerminal");
      return Boolean.TRUE.equals(isTerminal.invoke(console));
    } catch (NoSuchMethodException older) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** See https://no-color.org. */
  public static boolean hasColours(Map<String, String> environment) {
    return isThere()
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "dumb").equals("dumb");
  }
}

package io.github.echosounder.settings;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.lang.reflect.Method;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The names that settings have, and what to say to others that look like one. */
public final class SettingNames {

  public static final String PREFIX = "echosounder.";

  /** Kubernetes tells each pod about a Service named echosounder with such variables. */
  private static final Pattern OF_KUBERNETES =
      Pattern.compile("ECHOSOUNDER(_[A-Z0-9]+)*_(SERVICE|PORT)(_[A-Z0-9_]+)?");

  /** Which browser the tests use is told by a variable too. */
  private static final String OF_THE_TESTS = "ECHOSOUNDER_CHROMIUM";

  private final Set<String> names = new TreeSet<>();

  public SettingNames(Class<?> mapping) {
    collect(PREFIX, mapping);
  }

  private void collect(String prefix, Class<?> mapping) {
    for (Method method : mapping.getDeclaredMethods()) {
      String name = prefix + kebab(method.getName());
      if (method.getReturnType().isInterface()
          && method.getReturnType().getPackageName().equals(mapping.getPackageName())) {
        collect(name + ".", method.getReturnType());
      } else {
        names.add(name);
      }
    }
  }

  public Set<String> all() {
    return names;
  }

  /** Misspelt properties are refused by the mapping itself; of variables it knows nothing. */
  public void refuseUnknown(Set<String> variables) {
    for (String variable : variables) {
      if (variable.startsWith("ECHOSOUNDER_")
          && names.stream().noneMatch(name -> variable.matches(variable(name) + "(_\\d+_)?"))
          && !OF_KUBERNETES.matcher(variable).matches()
          && !variable.equals(OF_THE_TESTS)) {
        String asName = variable.toLowerCase(Locale.ROOT).replace('_', '-').replaceFirst("-", ".");
        throw unknown(variable, asName);
      }
    }
  }

  private ConfigurationException unknown(String given, String asName) {
    return new ConfigurationException(noSuch(given, asName));
  }

  public String noSuch(String given, String asName) {
    String nearest =
        names.stream()
            .min((a, b) -> Integer.compare(distance(asName, a), distance(asName, b)))
            .orElse(PREFIX);
    return "There is no setting " + given + "; did you mean " + nearest + "?";
  }

  public static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** Levenshtein's. */
  public static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}

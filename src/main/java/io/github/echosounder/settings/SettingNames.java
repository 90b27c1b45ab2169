package io.github.echosounder.settings;

import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.PropertyName;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that the settings of some mappings have, and which of them a wrong one was meant for.
 */
public final class SettingNames {

  private final String prefix;
  private final Set<String> names = new TreeSet<>();

  /**
   * Of all settings that these mappings list.
   *
   * @param prefix what all their names begin with, such as {@code echosounder.}
   */
  public SettingNames(String prefix, Class<?>... mappings) {
    this.prefix = prefix;
    for (Class<?> mapping : mappings) {
      names.addAll(ConfigClass.configClass(mapping).getProperties().keySet());
    }
    // An element of a list has the list's name.
    names.removeIf(name -> name.endsWith("[*]"));
  }

  public Set<String> all() {
    return Collections.unmodifiableSet(names);
  }

  /** With an index, or with a key where a name has a {@code *}, it is still the same setting. */
  boolean has(String name) {
    String setting = name.replaceFirst("\\[\\d+]$", "");
    return names.contains(setting)
        || names.stream().anyMatch(known -> PropertyName.equals(known, setting));
  }

  /** The prefix as environment variables have it. */
  boolean isVariableOfThese(String variable) {
    return variable.startsWith(variable(prefix));
  }

  boolean isOfThese(String name) {
    return name.startsWith(prefix);
  }

  boolean hasVariable(String variable) {
    return names.stream().anyMatch(known -> variable.matches(variablePattern(known)));
  }

  /** The setting that was meant; none when no name is near. */
  Optional<String> meantBy(String name) {
    return names.stream()
        .min(Comparator.comparingInt(known -> distance(name, known)))
        .filter(nearest -> distance(name, nearest) <= tolerance(name));
  }

  /** The same for an environment variable. */
  Optional<String> meantByVariable(String variable) {
    return names.stream()
        .min(Comparator.comparingInt(known -> distance(variable, variable(known))))
        .filter(nearest -> distance(variable, variable(nearest)) <= tolerance(variable));
  }

  public static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }

  private static String variablePattern(String name) {
    return Stream.of(name.split("\\*", -1))
        .map(SettingNames::variable)
        .collect(Collectors.joining(".+", "", "(_\\d+_)?"));
  }

  /**
   * So many wrong letters are a slip: a third of them, but two of a short name and three at most.
   */
  private int tolerance(String name) {
    int letters = name.length() - prefix.length();
    return Math.max(2, Math.min(3, (letters + 2) / 3));
  }

  /** Levenshtein's. */
  static int distance(String a, String b) {
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

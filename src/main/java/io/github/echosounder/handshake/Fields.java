package io.github.echosounder.handshake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request's header fields in the order and case sent; they are looked up in any case. */
public record Fields(List<Field> all) {

  /**
   * One field line.
   *
   * @param value without the white space around it; a character for each byte
   */
  public record Field(String name, String value) {}

  /** All values of a field, in order. */
  public List<String> values(String name) {
    List<String> values = List.of();
    for (Field field : all) {
      if (field.name().equalsIgnoreCase(name)) {
        if (values.isEmpty()) {
          values = List.of(field.value());
        } else {
          values = new ArrayList<>(values);
          values.add(field.value());
        }
      }
    }
    return values;
  }

  public @Nullable String first(String name) {
    for (Field field : all) {
      if (field.name().equalsIgnoreCase(name)) {
        return field.value();
      }
    }
    return null;
  }

  public boolean has(String name) {
    return first(name) != null;
  }

  /** The elements of a list, in one field or in several (RFC 9110, 5.6.1). */
  List<String> elements(String name) {
    List<String> elements = new ArrayList<>(1);
    for (Field field : all) {
      if (field.name().equalsIgnoreCase(name)) {
        addElements(field.value(), elements);
      }
    }
    return elements;
  }

  private static void addElements(String list, List<String> elements) {
    int from = 0;
    while (from <= list.length()) {
      int comma = list.indexOf(',', from);
      int end = comma < 0 ? list.length() : comma;
      String element = list.substring(from, end).trim();
      if (!element.isEmpty()) {
        elements.add(element);
      }
      from = end + 1;
    }
  }

  boolean hasElement(String name, String element) {
    for (String one : elements(name)) {
      if (one.equalsIgnoreCase(element)) {
        return true;
      }
    }
    return false;
  }
}

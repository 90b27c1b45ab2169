package io.github.echosounder.check.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * A path with one fault, and what the command has to say of it.
 *
 * @param service what stands in front of the server on the port that it is given
 * @param cause the cause that the report must name, and no other
 */
record BrokenPath(
    String name,
    IntFunction<Listener.Service> service,
    String target,
    List<String> options,
    String cause,
    int exitCode) {

  private static final String ECHO = "/ws";

  static BrokenPath broken(
      String name, IntFunction<Listener.Service> service, String cause, int exitCode) {
    return new BrokenPath(name, service, ECHO, List.of(), cause, exitCode);
  }

  BrokenPath with(String... more) {
    List<String> all = new ArrayList<>(options);
    all.addAll(List.of(more));
    return new BrokenPath(name, service, target, all, cause, exitCode);
  }

  BrokenPath at(String path) {
    return new BrokenPath(name, service, path, options, cause, exitCode);
  }

  /** Nobody waits for the long step where it is not what breaks. */
  List<String> optionsInShort() {
    return options.contains("--idle") ? options : with("--skip", "idle").options();
  }

  @Override
  public String toString() {
    return name;
  }
}

package io.github.echosounder.check;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same steps on two ways to one server: where they differ, the hop between them is why. */
record Comparison(Report report, Report via) {

  /** The worse one of the two results. */
  Result worse() {
    return report.result().compareTo(via.result()) >= 0 ? report.result() : via.result();
  }

  /** Of the way with the worse result. */
  @Nullable Cause cause() {
    return (report.result() == worse() ? report : via).cause();
  }

  /** That of the way which fails, so that whoever runs it without reading sees that one does. */
  int exitCode() {
    return report.exitCode() == 0 ? via.exitCode() : report.exitCode();
  }

  /** The steps whose results or causes differ. */
  List<StepName> differences() {
    List<StepName> differences = new ArrayList<>();
    for (int i = 0; i < report.steps().size(); i++) {
      Outcome here = report.steps().get(i).outcome();
      Outcome there = via.steps().get(i).outcome();
      if (here.result() != there.result() || here.cause() != there.cause()) {
        differences.add(report.steps().get(i).name());
      }
    }
    return differences;
  }

  String summary() {
    List<StepName> differences = differences();
    if (differences.isEmpty()) {
      return report.result() == Result.PASS
          ? "Both ways pass: " + report.target() + " and " + via.target() + "."
          : "Both ways do the same, so it is behind what tells them apart: " + report.summary();
    }
    // As in a report: the first fail, else the first remark.
    StepName named =
        differences.stream()
            .filter(
                name -> step(report, name).outcome().isFail() || step(via, name).outcome().isFail())
            .findFirst()
            .orElse(differences.get(0));
    StepReport here = step(report, named);
    StepReport there = step(via, named);
    boolean isHere =
        here.outcome().result().compareTo(there.outcome().result()) > 0
            && here.outcome().result() != Result.SKIP;
    StepReport worse = isHere ? here : there;
    return "The difference is on the way to "
        + (isHere ? report : via).target()
        + ": "
        + worse.name().label()
        + ": "
        + worse.outcome().detail();
  }

  static StepReport step(Report report, StepName name) {
    return report.steps().stream().filter(step -> step.name() == name).findFirst().orElseThrow();
  }
}

package io.github.echosounder.check;

import java.util.ArrayList;
import java.util.List;

/** The same steps on two ways to one server: where they differ, the hop between them is why. */
record Comparison(Report report, Report via) {

  /** The worse one of the two results. */
  Result worse() {
    return report.result().compareTo(via.result()) >= 0 ? report.result() : via.result();
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
    StepReport here = step(report, differences.get(0));
    StepReport there = step(via, differences.get(0));
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

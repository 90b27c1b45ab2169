package io.github.echosounder.check;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All steps, in their order, and what follows from them. */
record Report(String target, List<StepReport> steps, @Nullable Server server) {

  /** The first fail, else the first remark; null where all is well. */
  @Nullable StepReport worst() {
    StepReport remark = null;
    for (StepReport step : steps) {
      if (step.outcome().isFail()) {
        return step;
      }
      if (remark == null && step.outcome().result() == Result.REMARK) {
        remark = step;
      }
    }
    return remark;
  }

  Result result() {
    StepReport worst = worst();
    return worst == null ? Result.PASS : worst.outcome().result();
  }

  @Nullable Cause cause() {
    StepReport worst = worst();
    return worst == null ? null : worst.outcome().cause();
  }

  int exitCode() {
    StepReport worst = worst();
    return worst == null || !worst.outcome().isFail() || worst.outcome().cause() == null
        ? 0
        : worst.outcome().cause().exitCode(worst.name());
  }

  /** One sentence, or two: what was found, and what cures it. */
  String summary() {
    StepReport worst = worst();
    if (worst == null) {
      long passed = steps.stream().filter(s -> s.outcome().result() == Result.PASS).count();
      return "Nothing found on the way to "
          + target
          + " that changes, delays or ends WebSockets: "
          + passed
          + (passed == 1 ? " step passed." : " steps passed.");
    }
    return worst.name().label() + ": " + worst.outcome().detail();
  }
}

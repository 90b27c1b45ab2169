package io.github.echosounder.browser;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skipped visibly on a machine without a Chromium; with CI=true that is a failure. */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsChromium.Condition.class)
@interface NeedsChromium {

  /** Says once per run what is missing. */
  final class Condition implements ExecutionCondition {

    /** A system property, since Quarkus loads this class more than once. */
    private static final String SAID = NeedsChromium.class.getName();

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Chromium.find().isPresent()) {
        return enabled("a Chromium is there");
      }
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException("Browser tests cannot run: " + Chromium.HOW_TO_GET_ONE);
      }
      if (System.setProperty(SAID, "said") == null) {
        System.out.println("Browser tests skipped: " + Chromium.HOW_TO_GET_ONE);
      }
      return disabled(Chromium.HOW_TO_GET_ONE);
    }
  }
}

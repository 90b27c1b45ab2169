package io.github.echosounder.check;

/** A step that was taken, or skipped, and how long it took. */
record StepReport(StepName name, Outcome outcome, long millis) {}

package io.github.echosounder.check;

import io.github.echosounder.client.OpeningException;

/** One question to the path. */
interface Step {

  /** Throws where its connection does not open, or ends before the answer. */
  Outcome take(Path path) throws OpeningException, BrokenException, InterruptedException;
}

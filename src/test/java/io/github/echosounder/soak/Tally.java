package io.github.echosounder.soak;

import java.util.concurrent.atomic.LongAdder;

/** What the clients have done so far. */
record Tally(
    LongAdder connections,
    LongAdder messages,
    LongAdder bytes,
    LongAdder drained,
    LongAdder drains) {

  Tally() {
    this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
  }
}

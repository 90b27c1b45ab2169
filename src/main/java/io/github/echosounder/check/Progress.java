package io.github.echosounder.check;

/** Tells somebody who waits how far a long step has come. */
interface Progress {

  Progress NONE = text -> {};

  void show(String text);
}

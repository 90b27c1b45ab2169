package io.github.echosounder.wire.frame;

/** Whose frames are read, which decides on what they are held to. */
public enum Sender {
  /** 5.1: masked. Text is validated as it arrives. */
  CLIENT,
  /** 5.1: unmasked. Text is left to who reads: whoever measures a path wants damaged text too. */
  SERVER
}

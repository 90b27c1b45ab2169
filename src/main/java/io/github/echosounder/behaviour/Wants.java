package io.github.echosounder.behaviour;

/** What a conversation wants to know of the messages that come. */
public enum Wants {
  /** Their payload. */
  PAYLOAD,
  /** How they came: frames, sizes, a digest. */
  FACTS,
  /** That they came, and how large they were. */
  COUNTS
}

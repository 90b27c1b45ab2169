package io.github.echosounder.behaviour;

import java.util.List;

/**
 * What a connection does, told by what happens on it. It has neither clock nor socket: the same
 * events at the same times give the same steps.
 */
public interface Conversation {

  /**
   * The steps that an event leads to, in order.
   *
   * @param nowNanos of a clock that only goes forward
   */
  List<Step> on(Event event, long nowNanos);
}

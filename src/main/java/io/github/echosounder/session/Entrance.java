package io.github.echosounder.session;

/** Where new connections come in. */
public interface Entrance {

  /** Lets no more in; those that are in stay. Returns before it is done. */
  void close();
}

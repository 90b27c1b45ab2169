package io.github.echosounder.check;

import io.github.echosounder.client.ToyServer.Script;

/** Servers without a fault. */
final class ToyServerScripts {

  private ToyServerScripts() {}

  static Script echo() {
    return peer -> {
      peer.accept();
      peer.echoAll();
    };
  }
}

package io.github.echosounder.check;

/** What a server says it is. */
record Server(String name, String version) {}

package io.github.echosounder.client;

/** A header field, as it stands or is to stand on the wire. */
public record Field(String name, String value) {}

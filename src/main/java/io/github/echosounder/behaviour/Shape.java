package io.github.echosounder.behaviour;

/**
 * How replies are put on the wire.
 *
 * @param prefix UTF-8, put before each text that goes back; empty for none
 * @param bytesPerSecond they leave no faster, but for the first second's worth; zero: no limit
 * @param fragmentBytes they are cut into fragments of so many bytes; zero: as they came
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Shape(byte[] prefix, long bytesPerSecond, long fragmentBytes) {

  public static final Shape PLAIN = new Shape(new byte[0], 0, 0);
}

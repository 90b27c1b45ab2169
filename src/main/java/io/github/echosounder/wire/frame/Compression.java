package io.github.echosounder.wire.frame;

/**
 * What was agreed on about permessage-deflate (RFC 7692, 7.1), as far as frames are concerned.
 *
 * @param isClientContextKept whether a message of the client may refer to earlier ones
 * @param serverWindowBits how far back what this side compresses may refer
 * @param isSymmetric whether what the client compressed may go back to it as it is
 */
public record Compression(boolean isClientContextKept, int serverWindowBits, boolean isSymmetric) {}

/** One socket without a network: its clock, its peer and its event loop belong to the test. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.wire.socket;

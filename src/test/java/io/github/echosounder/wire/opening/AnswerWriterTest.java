package io.github.echosounder.wire.opening;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.echosounder.handshake.Problem;
import io.github.echosounder.settings.SettingsTable;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.quarkus.runtime.configuration.DurationConverter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How TCP ends behind an answer that is no 101. */
class AnswerWriterTest {

  /** Its peer takes nothing, so nothing but the patience ends it. */
  private static final class Stuck extends EmbeddedChannel {
    @Override
    protected void doWrite(ChannelOutboundBuffer in) {}
  }

  @ParameterizedTest
  @ValueSource(strings = {"100ms", "1h"})
  void whoDoesNotTakeARefusalIsWaitedForAsLongAsTheCloseTimeout(String setting) {
    Duration patience = new DurationConverter().convert(setting);
    var channel = new Stuck();
    channel.freezeTime();
    channel.pipeline().addLast("reader", new ChannelInboundHandlerAdapter());
    var writer =
        new AnswerWriter(
            ObjectMapper::new, SettingsTable.config("echosounder.close-timeout", setting));
    writer.refuse(channel.pipeline().context("reader"), Problem.badRequest("made by the test"));
    pass(channel, patience.minusNanos(1));
    assertTrue(channel.isActive());
    pass(channel, Duration.ofNanos(1));
    assertFalse(channel.isActive());
  }

  private static void pass(EmbeddedChannel channel, Duration time) {
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }
}

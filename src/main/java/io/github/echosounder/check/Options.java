package io.github.echosounder.check;

import io.github.echosounder.client.Field;
import io.github.echosounder.client.Trust;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for.
 *
 * @param steps those to take
 * @param isInsecure whether any certificate will do
 * @param timeout bounds each wait
 */
record Options(
    Set<StepName> steps,
    Duration idle,
    int maxSize,
    List<Field> headers,
    @Nullable String subprotocol,
    boolean isInsecure,
    Trust trust,
    Duration timeout) {}

/**
 * The command that finds out what is wrong with a path to a WebSocket echo.
 *
 * <p>{@code CheckCommand} reads the arguments, {@code Examination} takes the steps in their order,
 * each a class of its own with a fresh connection from {@code Path}, and makes a {@code Report} of
 * their outcomes. Judgements are pure; {@code Cause} is the table of what can be named, {@code
 * Advice} what cures it.
 */
@NullMarked
package io.github.echosounder.check;

import org.jspecify.annotations.NullMarked;

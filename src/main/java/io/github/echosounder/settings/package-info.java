/** Every setting with its range, and the refusal of wrong ones. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.settings;

/** What the commands have in common: the forms of their arguments, and the terminal. */
@NullMarked
package io.github.echosounder.command;

import org.jspecify.annotations.NullMarked;

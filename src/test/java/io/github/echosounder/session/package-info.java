/** How connections end, and who is connected. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.session;

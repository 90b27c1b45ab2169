/** Who is connected, without a server. */
@org.jspecify.annotations.NullMarked
package io.github.echosounder.session;

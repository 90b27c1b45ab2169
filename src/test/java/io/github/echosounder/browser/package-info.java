/** The page in a real Chromium, against the running application. */
@NullMarked
package io.github.echosounder.browser;

import org.jspecify.annotations.NullMarked;

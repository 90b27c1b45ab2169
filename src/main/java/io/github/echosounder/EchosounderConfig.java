package io.github.echosounder;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Every setting of Echosounder, with its default. */
@ConfigMapping(prefix = "echosounder")
public interface EchosounderConfig {

  /** Put before each text that `/` sends back; empty for an exact echo. */
  @WithDefault("接收数据: ")
  Optional<String> replyPrefix();

  /** Origins whose pages may connect, as `scheme://host[:port]`; `*` for all. */
  @WithDefault("*")
  List<String> allowedOrigins();
}

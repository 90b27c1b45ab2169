package io.github.echosounder.observe;

import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.util.regex.Pattern;

/**
 * Has {@code echosounder.log-format} switch Quarkus' JSON log, which is otherwise on as soon as it
 * is there, for the console and for whatever else the log is written to.
 */
public final class JsonSwitch implements SmallRyeConfigBuilderCustomizer {

  private static final Pattern SWITCHES =
      Pattern.compile("quarkus\\.log\\.(console|file|syslog|socket)\\.json\\.enabled");

  @Override
  public void configBuilder(SmallRyeConfigBuilder builder) {
    builder.withInterceptors(JsonSwitch::value);
  }

  /** What somebody set for one of them all the same, wins. */
  private static ConfigValue value(ConfigSourceInterceptorContext context, String name) {
    ConfigValue set = context.proceed(name);
    if (set != null || !SWITCHES.matcher(name).matches()) {
      return set;
    }
    ConfigValue format = context.proceed("echosounder.log-format");
    boolean isJson = format != null && "json".equalsIgnoreCase(format.getValue());
    return ConfigValue.builder().withName(name).withValue(Boolean.toString(isJson)).build();
  }
}

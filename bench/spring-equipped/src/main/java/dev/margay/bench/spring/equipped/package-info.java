/// The greeter on Spring Boot with actuator and Prometheus, validation, a filter for request ids, Tomcat's access log.
@NullMarked
package dev.margay.bench.spring.equipped;

import org.jspecify.annotations.NullMarked;

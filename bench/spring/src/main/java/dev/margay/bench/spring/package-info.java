/// The greeter on Spring Boot: web starter, virtual threads on, nothing but the controller. Equipped: its own module.
@NullMarked
package dev.margay.bench.spring;

import org.jspecify.annotations.NullMarked;

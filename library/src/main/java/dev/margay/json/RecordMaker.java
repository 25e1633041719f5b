package dev.margay.json;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.SettableBeanProperty;
import tools.jackson.databind.deser.ValueInstantiator;
import tools.jackson.databind.deser.ValueInstantiators;
import tools.jackson.databind.deser.bean.PropertyValueBuffer;

/// Calls a record's constructor through a handle made once; the parser's own way adapts one for every call.
final class RecordMaker extends ValueInstantiator.Delegating {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // a mapper is never serialized
    private final MethodHandle constructor;

    private RecordMaker(ValueInstantiator usual, MethodHandle constructor) {
        super(usual);
        this.constructor = constructor;
    }

    @Override
    public Object createFromObjectWith(
            DeserializationContext context, SettableBeanProperty[] properties, PropertyValueBuffer values) {
        return createFromObjectWith(context, values.getParameters(context, properties));
    }

    @Override
    public Object createFromObjectWith(DeserializationContext context, @Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Throwable failure) { // whatever the constructor throws, explained as ever
            return context.handleInstantiationProblem(getValueClass(), values, failure);
        }
    }

    /// Puts itself in place of the parser's own for records.
    static final class ForRecords extends ValueInstantiators.Base {

        @Override
        public ValueInstantiator modifyValueInstantiator(
                DeserializationConfig config, BeanDescription.Supplier type, ValueInstantiator usual) {
            boolean made = type.getBeanClass().isRecord() && usual.canCreateFromObjectWith();
            return made && usual.getWithArgsCreator().getAnnotated() instanceof Constructor<?> constructor
                    ? new RecordMaker(usual, spread(constructor))
                    : usual;
        }

        private static MethodHandle spread(Constructor<?> constructor) {
            try {
                constructor.setAccessible(true);
                return MethodHandles.lookup()
                        .unreflectConstructor(constructor)
                        .asFixedArity()
                        .asSpreader(Object[].class, constructor.getParameterCount())
                        .asType(MethodType.methodType(Object.class, Object[].class));
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("cannot call " + constructor, e);
            }
        }
    }
}

package examples.chapter1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.margay.Service;
import dev.margay.http.Response;
import org.jspecify.annotations.Nullable;

/// Members may have other names than components, be left out when they are empty, or always:
/// `{"message":"HelloWorld"}`.
final class NamingMembers {

    void main(String[] arguments) {
        service(arguments).start();
    }

    static Service service(String... arguments) {
        return Service.named("naming-members")
                .config(arguments)
                .get("/helloworld", _ -> Response.json(new Letter("HelloWorld", "Nic", null)));
    }

    record Letter(
            @JsonProperty("message") String text,
            @JsonIgnore String author,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String date) {}
}

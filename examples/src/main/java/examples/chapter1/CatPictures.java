package examples.chapter1;

import dev.margay.Service;
import dev.margay.web.Files;
import java.nio.file.Path;

/// As [ReadingFirstJson], and `/cat/` is the directory `images` where the program was started:
/// `/cat/cat.jpg`.
final class CatPictures {

    void main(String[] arguments) {
        service(Path.of("images"), arguments).start();
    }

    static Service service(Path images, String... arguments) {
        return Service.named("cat-pictures")
                .config(arguments)
                .get("/helloworld", ReadingFirstJson::greet)
                .post("/helloworld", ReadingFirstJson::greet)
                .get("/cat/{path...}", Files.in(images).listing());
    }
}

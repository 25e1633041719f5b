package dev.margay.web;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// What a file holds, by the end of its name.
final class MediaTypes {

    private static final String UNKNOWN = "application/octet-stream";
    private static final String TABLE = """
            text/html; charset=utf-8: html htm
            text/css; charset=utf-8: css
            text/javascript; charset=utf-8: js mjs
            text/plain; charset=utf-8: txt log ini conf
            text/markdown; charset=utf-8: md
            text/csv; charset=utf-8: csv
            text/calendar; charset=utf-8: ics
            application/json: json map
            application/ld+json: jsonld
            application/manifest+json: webmanifest
            application/yaml: yaml yml
            application/xml: xml xsd
            application/atom+xml: atom
            application/rss+xml: rss
            application/xhtml+xml: xhtml
            application/pdf: pdf
            application/rtf: rtf
            application/wasm: wasm
            application/zip: zip
            application/gzip: gz tgz
            application/zstd: zst
            application/x-tar: tar
            application/java-archive: jar
            application/msword: doc
            application/vnd.ms-excel: xls
            application/vnd.openxmlformats-officedocument.wordprocessingml.document: docx
            application/vnd.openxmlformats-officedocument.spreadsheetml.sheet: xlsx
            application/vnd.openxmlformats-officedocument.presentationml.presentation: pptx
            application/vnd.oasis.opendocument.text: odt
            application/epub+zip: epub
            audio/mpeg: mp3
            audio/ogg: ogg oga opus
            audio/wav: wav
            audio/flac: flac
            audio/mp4: m4a
            font/woff: woff
            font/woff2: woff2
            font/ttf: ttf
            font/otf: otf
            image/jpeg: jpg jpeg
            image/png: png
            image/gif: gif
            image/svg+xml: svg
            image/webp: webp
            image/avif: avif
            image/bmp: bmp
            image/tiff: tif tiff
            image/vnd.microsoft.icon: ico
            video/mp4: mp4 m4v
            video/webm: webm
            video/ogg: ogv
            video/quicktime: mov
            """;
    private static final Map<String, String> BY_END = byEnd();

    private MediaTypes() {}

    private static Map<String, String> byEnd() {
        var types = new HashMap<String, String>();
        for (String line : TABLE.strip().split("\n", -1)) {
            int colon = line.lastIndexOf(':');
            for (String end : line.substring(colon + 1).strip().split(" ", -1)) {
                types.put(end, line.substring(0, colon).strip());
            }
        }
        return Map.copyOf(types);
    }

    /// `application/octet-stream` if the end of the path says nothing.
    static String of(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? UNKNOWN : BY_END.getOrDefault(path.substring(dot + 1).toLowerCase(Locale.ROOT), UNKNOWN);
    }
}

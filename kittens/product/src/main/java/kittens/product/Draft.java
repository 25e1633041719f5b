package kittens.product;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/// An [Offer] as a request has it; members can be null until it was found valid.
record Draft(
        @NotBlank @Size(max = 64) @Pattern(regexp = PRINTABLE, message = UNPRINTABLE)
        String sku,

        @NotBlank @Size(max = 200) @Pattern(regexp = PRINTABLE, message = UNPRINTABLE)
        String name,

        @NotBlank @Size(max = 100) @Pattern(regexp = PRINTABLE, message = UNPRINTABLE)
        String breed,

        @NotNull @Min(1) @Max(100_000) Long weight,
        @NotNull @Min(0) @Max(100_000_000) Long price,

        @NotNull @Min(0) @Max(1_000_000) @JsonProperty("stock_count")
        Long stockCount) {

    private static final String PRINTABLE = "[^\\p{Cc}\\p{Zl}\\p{Zp}]*";
    private static final String UNPRINTABLE = "must have no control characters";

    /// The offer, of a draft that was found valid.
    Offer offer() {
        return new Offer(sku.strip(), name.strip(), breed.strip(), weight, price, stockCount);
    }
}

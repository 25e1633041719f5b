package kittens.product;

final class SqliteProductTest extends ProductContract {

    @Override
    Shop open() throws Exception {
        return Shop.open(home);
    }
}

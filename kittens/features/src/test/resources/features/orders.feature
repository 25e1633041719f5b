Feature: Ordering kittens

  Scenario: An order
    Given the administrator has put 3 of "Adalbert Ordner" up for sale
    And a customer who is logged in
    When the customer orders 2 of it
    Then the order is created
    And 1 of it is left
    And one confirmation mail for the order arrives

  Scenario: Nothing left
    Given the administrator has put 1 of "Brunhilde Letzte" up for sale
    And a customer who is logged in
    When the customer orders 2 of it
    Then the answer is a conflict called "OutOfStock"
    And 1 of it is left

  Scenario: The same order sent twice
    Given the administrator has put 3 of "Clothilde Doppel" up for sale
    And a customer who is logged in
    When the customer sends the same order for 1 of it twice
    Then both answers name the same order
    And 2 of it are left

  Scenario: Fifty customers for the last ten
    Given the administrator has put 10 of "Dagobert Begehrt" up for sale
    And a customer who is logged in
    When 50 orders for 1 of it are sent at once
    Then exactly 10 orders are created
    And 0 of it are left

  Scenario: Orders are private
    Given the administrator has put 3 of "Edeltraud Privat" up for sale
    And a customer who is logged in
    And the customer orders 1 of it
    When another customer asks for the order
    Then the answer is not found

  Scenario: Without a token
    Given the administrator has put 3 of "Fridolin Fremd" up for sale
    When somebody without a token orders 1 of it
    Then the answer is unauthorized

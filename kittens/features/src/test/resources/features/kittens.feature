Feature: Kittens for sale

  Scenario: Putting a kitten up for sale
    When the administrator puts "Balthasar Graustreif" up for sale
    Then the kitten is created with a place and a version
    And everybody can see it

  Scenario: Customers do not write
    Given a customer who is logged in
    When the customer puts "Nogo" up for sale
    Then the answer is forbidden

  Scenario: Strangers do not write
    When somebody without a token puts "Nogo" up for sale
    Then the answer is unauthorized

  Scenario: Two administrators change the same kitten
    Given the administrator has put "Kasimir Zwilling" up for sale
    When it is changed twice on the same version
    Then the first change is made
    And the second is refused because the kitten has changed

  Scenario: A change that does not say which version it means
    Given the administrator has put "Melchior Blind" up for sale
    When it is changed without a version
    Then the answer is that a condition is required

  Scenario: Nothing new
    Given the administrator has put "Hortensia Stetig" up for sale
    When it is asked for again with its version
    Then the answer is that nothing has changed

  Scenario: The catalogue in pages
    When the catalogue is read in pages of 7, cheapest first
    Then every kitten is there once
    And the prices rise

  Scenario: The catalogue filtered
    When the catalogue is filtered by "price<15000"
    Then no price on the list is above 14999

  Scenario Outline: What the catalogue cannot answer
    When "<target>" is asked for
    Then the answer is a bad request

    Examples:
      | target                          |
      | /v1/kittens?page_size=0         |
      | /v1/kittens?page_size=many      |
      | /v1/kittens?cursor=forged       |
      | /v1/kittens?sort=colour         |
      | /v1/kittens?filter=colour%3Dred |
      | /v1/kittens?filter=price%3C     |
      | /v1/kittens?filter=%FF          |

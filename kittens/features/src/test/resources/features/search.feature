@search
Feature: Searching for kittens
  Whoever calls the search endpoint gets a list of kittens.

  Scenario: Invalid query
    Given no search criteria are set
    When the search endpoint is called
    Then the answer is a bad request

  Scenario: Valid query
    Given the search criteria are
      """
      { "query": "Fat Freddy's Cat" }
      """
    When the search endpoint is called
    Then the answer is a list of kittens
    And "Fat Freddy's Cat" is on the list

  Scenario Outline: What people type
    Given the administrator has put "<name>" up for sale
    When a customer searches for "<query>"
    Then "<name>" is on the list within a second

    Examples:
      | name                | query             |
      | Zephyrine Larkspur  | zephyrine         |
      | Zephyrine Quillfeld | QUILLFELD         |
      | Zoë Ångström-Brandt | zoe angstrom      |
      | Maximilian Tatzel   | maximi            |
      | Schnurrbert Pfote   | schnurbert        |
      | Wilhelmina Krause   | wilhelmnia krause |

  Scenario: A kitten that changes its name
    Given the administrator has put "Ottokar Blaufell" up for sale
    When the administrator renames it to "Ottilie Rotfell"
    And a customer searches for "Rotfell"
    Then "Ottilie Rotfell" is on the list within a second
    And nothing is found for "Blaufell"

  Scenario: A kitten that is sold no more
    Given the administrator has put "Kunigunde Samtpfote" up for sale
    And a customer searches for "Kunigunde"
    And "Kunigunde Samtpfote" is on the list within a second
    When the administrator takes it off sale
    Then nothing is found for "Kunigunde" within a second

  Scenario: Pages
    Given the administrator has put 5 kittens named "Seitenkater" up for sale
    When a customer searches for "Seitenkater" in pages of 2
    Then all 5 are found, each once

Feature: Customers and their sessions

  Scenario: Registering
    When somebody registers
    Then the account is created
    And a welcome mail for the new customer arrives

  Scenario: An e-mail address is taken
    Given a customer
    When somebody registers with the same e-mail address in capitals
    Then the answer is a conflict

  Scenario: Everything that is wrong is told at once
    When somebody registers with
      """
      { "email": "nowhere", "name": "", "password": "short" }
      """
    Then the answer is a bad request
    And the details name "email", "name" and "password"

  Scenario: Logging in
    Given a customer
    When the customer logs in
    Then the answer has a token and a refresh token
    And the token tells who the customer is

  Scenario: Nobody learns who has an account
    Given a customer
    When the customer logs in with a wrong password
    And a stranger without an account tries to log in
    Then both are refused with the same words

  Scenario: A session goes on
    Given a customer who is logged in
    When the session is refreshed
    Then the answer has a token and a refresh token
    And the old refresh token is good for nothing

  Scenario: Logging out
    Given a customer who is logged in
    When the customer logs out
    Then the session cannot be refreshed

  Scenario: Without a token
    When somebody without a token asks who they are
    Then the answer is unauthorized

  Scenario: With a forged token
    Given a customer who is logged in
    When somebody asks who they are with that token and another signature
    Then the answer is unauthorized

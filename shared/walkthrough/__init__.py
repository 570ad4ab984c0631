"""Walks through a running shop, request by request, and prints each as a curl command.

buy      `python -m walkthrough.buy`: a purchase, from the product list to the notification
tour     `python -m walkthrough.tour`: what staff do: image, price, stock, import, shipment
  walk     sends a step, prints it, and stores tokens and ETags for later steps
  request  sends a request, and formats it as a curl command
  page     the printed page: shortened responses, colored on a terminal
"""

"""Hub: the neighbourhood networks and community hubs, their money, activities, quality and franchise."""
